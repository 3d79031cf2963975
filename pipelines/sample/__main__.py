"""`python -m pipelines.sample --out DIR`: writes the sample files."""

import argparse
from pathlib import Path

from pipelines import sample


def main() -> None:
    """Write the files and name them."""
    parser = argparse.ArgumentParser(prog="python -m pipelines.sample", description="写出示例数据 / write the sample")
    parser.add_argument("--out", type=Path, required=True, help="目标文件夹 / target folder")
    parser.add_argument("--seed", type=int, default=sample.SEED)
    parser.add_argument("--years", type=int, default=8)
    parser.add_argument(
        "--province-style", action=argparse.BooleanOptionalAction, default=True,
        help="是否另写一份省级单灾种表 / also the provincial sheet of one disaster",
    )  # fmt: skip
    options = parser.parse_args()
    for path in sample.write(options.out, seed=options.seed, years=options.years, provincial=options.province_style):
        print(path)


if __name__ == "__main__":
    main()
