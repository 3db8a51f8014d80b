// Reads queries as JSON and prints what Neo4j's analyser finds wrong with each, for both versions of Cypher.
const { lintCypherQuery } = require("@neo4j-cypher/language-support");

const ERROR = 1;
const queries = JSON.parse(require("fs").readFileSync(0, "utf8"));
const faults = [];
for (const { id, query } of queries) {
  for (const version of ["CYPHER 5", "CYPHER 25"]) {
    const found = lintCypherQuery(query, { defaultLanguage: version });
    for (const fault of found.diagnostics || found) {
      const isError = fault.severity === undefined || fault.severity === ERROR;
      // Parameters are given when the query runs.
      if (isError && !/Parameter \$/.test(fault.message)) faults.push({ id, version, message: fault.message });
    }
  }
}
console.log(JSON.stringify(faults));
