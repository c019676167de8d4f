SELECT count(*)
FROM FOLLOWS f JOIN LIVES_IN a ON a.src=f.src JOIN LIVES_IN b ON b.src=f.dst AND a.dst=b.dst
