"""The Cypher that finds what changed: portable, read-only, each ordered to the last by an id."""

from __future__ import annotations

RECENT = """
MATCH (c:Claim)-[:SAYS]->(s:Statement)
WHERE c.firm = true AND c.status = 'current' AND c.published_on >= date($day)
RETURN c.id AS claim, s.id AS statement, c.published_on AS published, c.said_end AS said, c.recorded_at AS recorded,
       c.confidence AS confidence, c.modality AS modality, s.first_seen AS first_seen, s.origins AS origins
ORDER BY claim
"""

STATEMENTS_ADDED = """
MATCH (c:Claim)-[:SAYS]->(s:Statement)
WHERE c.firm = true AND c.status = 'current'
RETURN s.id AS statement, min(c.recorded_at) AS recorded
ORDER BY statement
"""

MEMBERS = """
UNWIND $ids AS sid
MATCH (s:Statement {id: sid})<-[:SAYS]-(c:Claim)
RETURN s.id AS statement, c.id AS claim, c.firm AS firm, c.status AS status, c.recorded_at AS recorded
ORDER BY statement, claim
"""

UPDATED = """
UNWIND $ids AS sid
MATCH (s:Statement {id: sid})-[r:UPDATES]->(t:Statement)
RETURN s.id AS statement, t.id AS other, r.why AS why ORDER BY statement, other
"""

DENIED = """
UNWIND $ids AS sid
MATCH (s:Statement {id: sid})-[r:DENIES]->(t:Statement)
RETURN s.id AS statement, t.id AS other, r.why AS why ORDER BY statement, other
"""

CONTRADICTED = """
UNWIND $ids AS sid
MATCH (s:Statement {id: sid})-[r:CONFLICTS_WITH]-(t:Statement)
RETURN s.id AS statement, t.id AS other, r.why AS why ORDER BY statement, other
"""

CHANGED_FROM = """
UNWIND $ids AS fid
MATCH (f:Figure {id: fid})-[:CHANGED_FROM]->(g:Figure)
RETURN f.id AS figure, g.id AS earlier ORDER BY figure, earlier
"""

POSITIONS = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[o:ON]->(t:Topic)
RETURN c.id AS claim, t.id AS topic, o.position AS position ORDER BY claim, topic, position
"""

FATES = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})
RETURN c.id AS claim, c.status AS status ORDER BY claim
"""

STATED = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[:ABOUT]->(s:Entity)
MATCH (s)-[r:DEVELOPS|MAKES|FOUNDED|LEADS|INVESTS_IN|USES|OWNS|PARTNERS_WITH|SUPPLIES|RESTRICTS|BUILT_ON|RELEASED|HOSTS|EXCLUDES]->(o:Entity)
WHERE cid IN r.claims
RETURN DISTINCT cid AS claim, s.id AS subject, type(r) AS predicate, o.id AS object ORDER BY claim, subject, predicate, object
"""

NAMES = """
UNWIND $ids AS eid
MATCH (e:Entity {id: eid})
RETURN e.id AS id, e.name AS name ORDER BY id
"""

ARTICLES_READ = """
MATCH (a:Article)
OPTIONAL MATCH (c:Claim)-[:REPORTED_IN]->(a)
RETURN a.id AS id, a.fetched_at AS fetched, min(c.recorded_at) AS recorded ORDER BY id
"""

NEWEST = """
MATCH (c:Claim)
RETURN max(c.recorded_at) AS newest
"""
