SELECT x.src,y.src,count(*) n
FROM HAS_INTEREST x JOIN HAS_INTEREST y ON x.dst=y.dst
WHERE x.src<50 AND x.src<>y.src
GROUP BY 1,2
ORDER BY n DESC,1,2 LIMIT 5
