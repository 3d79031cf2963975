-- The documents that figures are read from, those with undecided figures first.
select source_id, path, substr(title, 1, 80) as title, figures, undecided
from core.documents
order by undecided = 0, path
