SELECT count(*)
FROM FOLLOWS x JOIN FOLLOWS y ON y.src=x.dst JOIN FOLLOWS z ON z.src=y.dst AND z.dst=x.src
WHERE x.src<500
