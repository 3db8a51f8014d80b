"""The Cypher the answers are made of: portable, each one read-only, each ordered to the last by an id.

`cid`, `eid` are ids from a list parameter; every pattern starts at the node whose id is known.
"""

from __future__ import annotations

CLAIMS_ABOUT = """
MATCH (e:Entity {id: $id})<-[:ABOUT]-(c:Claim)
WHERE c.status = 'current'
RETURN c.id AS id, c.published_on AS day ORDER BY day DESC, id LIMIT $limit
"""

CLAIMS_BY = """
MATCH (e:Entity {id: $id})<-[:MADE_BY]-(c:Claim)
WHERE c.status = 'current'
RETURN c.id AS id, c.published_on AS day ORDER BY day DESC, id LIMIT $limit
"""

CLAIMS_VIA = """
MATCH (e:Entity {id: $id})<-[:VIA]-(c:Claim)
WHERE c.status = 'current'
RETURN c.id AS id, c.published_on AS day ORDER BY day DESC, id LIMIT $limit
"""

CLAIMS_WITH_FIGURES = """
MATCH (e:Entity {id: $id})<-[:MEASURES]-(f:Figure)<-[:STATES]-(c:Claim)
WHERE c.status = 'current' AND f.unit IN $units
RETURN DISTINCT c.id AS id, c.published_on AS day ORDER BY day DESC, id LIMIT $limit
"""

REPLIES_BY = """
MATCH (e:Entity {id: $id})<-[:MADE_BY]-(c:Claim {modality: 'declined_to_comment'})
WHERE c.status = 'current'
RETURN c.id AS id, c.published_on AS day ORDER BY day DESC, id LIMIT $limit
"""

CLAIMS = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[r:REPORTED_IN]->(a:Article)
WHERE c.status = 'current'
RETURN c.id AS id, c.text AS text, c.sentence AS sentence, c.cue AS cue, c.modality AS modality, c.reply AS reply,
       c.condition AS condition, c.negated AS negated, c.direct AS direct, c.quote_status AS quote_status,
       c.said_start AS said_start, c.said_end AS said_end, c.venue AS venue, c.confidence AS confidence, c.firm AS firm,
       c.language AS language, c.search AS search, r.version AS version, r.start_pos AS start_pos, r.end_pos AS end_pos,
       r.quote AS quote, a.id AS article
ORDER BY id, start_pos
"""

ARTICLES = """
UNWIND $ids AS aid
MATCH (a:Article {id: aid})
OPTIONAL MATCH (o:Outlet)-[:PUBLISHED]->(a)
RETURN a.id AS id, a.title AS title, a.url AS url, a.authors AS authors, a.language AS language, a.genre AS genre,
       a.published_on AS published_on, a.fetched_at AS fetched_at, a.version AS version, o.id AS outlet_id, o.name AS outlet
ORDER BY id, outlet_id
"""

SPEAKERS = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[:MADE_BY]->(e:Entity)
RETURN c.id AS claim, e.id AS id, e.name AS name, e.kind AS kind ORDER BY claim, id
"""

NAMELESS_SPEAKERS = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[:MADE_BY]->(s:Source)
RETURN c.id AS claim, s.id AS id, s.text AS name ORDER BY claim, id
"""

CHANNELS = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[v:VIA]->(e:Entity)
RETURN c.id AS claim, e.id AS id, e.name AS name, e.kind AS kind, v.place AS place ORDER BY claim, place, id
"""

SUBJECTS = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[:ABOUT]->(e:Entity)
RETURN c.id AS claim, e.id AS id ORDER BY claim, id
"""

FIGURES = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[:STATES]->(f:Figure)
RETURN c.id AS claim, f.id AS id, f.text AS text, f.value AS value, f.low AS low, f.high AS high, f.unit AS unit,
       f.qualifier AS qualifier, f.metric AS metric, f.role AS role, f.basis AS basis, f.figurative AS figurative,
       f.period_start AS period_start, f.period_end AS period_end
ORDER BY claim, id
"""

MEASURED = """
UNWIND $ids AS fid
MATCH (f:Figure {id: fid})-[:MEASURES]->(e:Entity)
RETURN f.id AS figure, e.id AS id ORDER BY figure, id
"""

STATEMENTS = """
UNWIND $ids AS cid
MATCH (c:Claim {id: cid})-[:SAYS]->(s:Statement)
RETURN c.id AS claim, s.id AS id, s.origins AS origins, s.origins_state AS state ORDER BY claim, id
"""

CONFLICTS = """
UNWIND $ids AS sid
MATCH (s:Statement {id: sid})-[x:CONFLICTS_WITH|DENIES]-(t:Statement)<-[:SAYS]-(c:Claim)
WHERE c.status = 'current'
RETURN DISTINCT s.id AS statement, t.id AS other, x.why AS why, c.id AS claim ORDER BY statement, other, claim
"""

UPDATES = """
UNWIND $ids AS sid
MATCH (s:Statement {id: sid})-[:UPDATES]->(t:Statement)
RETURN s.id AS later, t.id AS earlier ORDER BY later, earlier
"""

LINKS_FROM = """
MATCH (s:Entity {{id: $id}})-[r:{types}]->(o:Entity)
RETURN s.id AS subject, type(r) AS predicate, o.id AS object, r.claims AS claims
ORDER BY subject, predicate, object LIMIT 200
"""

LINKS_TO = """
MATCH (o:Entity {{id: $id}})<-[r:{types}]-(s:Entity)
RETURN s.id AS subject, type(r) AS predicate, o.id AS object, r.claims AS claims
ORDER BY subject, predicate, object LIMIT 200
"""

ENTITIES = """
MATCH (e:Entity)
RETURN e.id AS id, e.name AS name, e.kind AS kind, e.aliases AS aliases, e.country AS country, e.parent AS parent
ORDER BY id
"""

ARTICLES_BY_LANGUAGE = """
MATCH (a:Article)
RETURN a.language AS language, count(a) AS articles ORDER BY language
"""

ARTICLES_ON = """
MATCH (e:Entity {id: $id})<-[:MENTIONS]-(a:Article)
RETURN a.language AS language, count(a) AS articles ORDER BY language
"""

NEWEST = """
MATCH (a:Article) WHERE a.published_on IS NOT NULL
RETURN max(a.published_on) AS newest
"""
