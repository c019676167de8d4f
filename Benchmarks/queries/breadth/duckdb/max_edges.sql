SELECT max(q.age),min(p.age)
FROM FOLLOWS f JOIN Person q ON q.id=f.dst JOIN Person p ON p.id=f.src
WHERE p.age<30
