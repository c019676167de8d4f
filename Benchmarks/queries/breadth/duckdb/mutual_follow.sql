SELECT count(*)
FROM FOLLOWS a JOIN FOLLOWS b ON a.src=b.dst AND a.dst=b.src
