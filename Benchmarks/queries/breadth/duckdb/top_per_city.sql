SELECT c.name,max(p.age),count(*) n
FROM LIVES_IN l JOIN Person p ON p.id=l.src JOIN City c ON c.id=l.dst
GROUP BY 1
ORDER BY n DESC,1 LIMIT 5
