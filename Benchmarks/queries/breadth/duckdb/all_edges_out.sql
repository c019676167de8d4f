SELECT count(*)
FROM FOLLOWS f JOIN Person p ON p.id=f.src JOIN Person q ON q.id=f.dst
WHERE p.age=q.age
