SELECT f.src,avg(q.age) a
FROM FOLLOWS f JOIN Person q ON q.id=f.dst
GROUP BY 1
ORDER BY a DESC,1 LIMIT 5
