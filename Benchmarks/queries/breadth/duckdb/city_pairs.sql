SELECT c1.name,c2.name,count(*) n
FROM LIVES_IN a JOIN FOLLOWS f ON f.src=a.src JOIN LIVES_IN b ON b.src=f.dst JOIN City c1 ON c1.id=a.dst JOIN City c2 ON c2.id=b.dst
GROUP BY 1,2
ORDER BY n DESC,1,2 LIMIT 5
