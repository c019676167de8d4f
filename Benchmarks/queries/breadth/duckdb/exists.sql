SELECT count(*)
FROM Person p
WHERE EXISTS (SELECT 1 FROM FOLLOWS f JOIN Person q ON q.id=f.dst WHERE f.src=p.id AND q.age=45)
