#!/usr/bin/env python3
"""Compares the grades that nbrun gave with those that are deserved.

    Benchmarks/grading/compare.py FOLDER/expected.csv graded/grades.csv
"""
import collections
import csv
import sys

wanted = {row[0]: row[1:] for row in csv.reader(open(sys.argv[1], newline=''))}
rows = list(csv.DictReader(open(sys.argv[2], newline='')))
wrong = 0
for row in rows:
    mean, scale, status = wanted[row['folder']]
    points = (float(row['mean']), float(row['scale'])) == (float(mean), float(scale))
    if not points or status and row['status'] != status:
        wrong += 1
        print(f"{row['folder']}: {row['mean']} + {row['scale']}, {row['status']}; expected {mean} + {scale}, {status}")
missing = set(wanted) - {row['folder'] for row in rows}
seconds = sorted(float(row['seconds']) for row in rows)
print(collections.Counter(row['status'] for row in rows))
print(f"{len(rows)} submissions, {wrong} wrong, {len(missing)} not graded; "
      f"{seconds[len(seconds) // 2]} s in the middle, {seconds[-1]} s at most")
sys.exit(1 if wrong or missing else 0)
