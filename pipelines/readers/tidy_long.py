def fits(found): return False
