SELECT count(*), count(q.id)
FROM Person p LEFT JOIN (SELECT f.src, q.id FROM FOLLOWS f JOIN Person q ON q.id=f.dst WHERE q.age=45) q ON q.src=p.id
