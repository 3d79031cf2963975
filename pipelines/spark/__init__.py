"""The models on Apache Spark: the same SQL, translated, over Parquet in a folder that all machines of a cluster see.

Nothing here is imported unless a refresh asks for this engine (`pipelines/engines.py`). PySpark looks at the version of
pandas, which is not used here.
"""

import warnings

warnings.filterwarnings("ignore", message="PySpark does not yet fully support pandas", category=FutureWarning)
