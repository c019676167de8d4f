SELECT sum(q.age)
FROM FOLLOWS f JOIN Person q ON q.id=f.dst
