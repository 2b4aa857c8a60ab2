"""How a panel came about and what came of it: for everybody, on a page and on paper."""
