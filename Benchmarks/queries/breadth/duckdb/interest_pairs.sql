SELECT i.name,j.name,count(*) n
FROM HAS_INTEREST x JOIN HAS_INTEREST y ON x.src=y.src AND x.dst<y.dst JOIN Interest i ON i.id=x.dst JOIN Interest j ON j.id=y.dst
GROUP BY 1,2
ORDER BY n DESC,1,2 LIMIT 5
