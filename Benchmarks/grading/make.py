#!/usr/bin/env python3
"""Makes a notebook with exercises, submissions to it, and the list of the points that each of them deserves.

    Benchmarks/grading/make.py FOLDER 300

writes FOLDER/hw.md, FOLDER/submissions/NAME/hw.md and FOLDER/expected.csv. Most submissions are good or wrong in an
ordinary way; every sixth is hostile: it tries to get points, to end the grading, or to reach out.
"""
import json
import pathlib
import random
import sys

from hostile import HOSTILE, NOISY, RIGHT, WRONG

MASTER = '''\
---
title: Homework
timeout: {timeout}
---

# Homework

A first cell, the same for all.

```swift
let signal: [Double] = [1, 2, 3, 4]
```

```swift
//| exercise: stub
//| label: mean
func mean(_ x: [Double]) -> Double {
  0  // your turn
}
```

```swift
//| exercise: solution
func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }
```

```swift
//| points: 1
expect(mean(signal), equals: 2.5, "the mean of the signal")
```

```swift
//| points: 0.5
expect(mean([7]), equals: 7)
expect(mean([1, -1]) == 0)
```

```swift
//| exercise: stub
//| label: scale
//| points: 2
func scaled(_ x: [Double], by factor: Double) -> [Double] {
  []
}
```

```swift
//| exercise: solution
func scaled(_ x: [Double], by factor: Double) -> [Double] { x.map { $0 * factor } }
```

```swift
expect(scaled(signal, by: 2), equals: [2, 4, 6, 8])
expect(scaled([], by: 3).isEmpty, "nothing stays nothing")
```
'''

SUBMISSION = '''\
# What I did

```swift
let signal: [Double] = [0]  // not used when this is graded
```

```swift
//| exercise: stub
//| label: mean
{mean}
```

Some words in between.

```swift
//| exercise: stub
//| label: scale
{scale}
```
'''

MEAN_STUB = 'func mean(_ x: [Double]) -> Double {\n  0  // your turn\n}'
SCALE_STUB = 'func scaled(_ x: [Double], by factor: Double) -> [Double] {\n  []\n}'
MEANS = [
    'func mean(_ x: [Double]) -> Double { x.reduce(0, +) / Double(x.count) }',
    'func mean(_ x: [Double]) -> Double {\n  var sum = 0.0\n  for value in x { sum += value }\n  return sum / Double(x.count)\n}',
    'import Foundation\n// unsafe to call with nothing\nfunc mean(_ x: [Double]) -> Double {\n  let total = x.reduce(0) { $0 + $1 }\n'
    '  return total / Double(x.count)\n}\nprint(String(format: "%.1f", mean([1, 2])))',
    'private func total(_ x: [Double]) -> Double { x.isEmpty ? 0 : x[0] + total(Array(x.dropFirst())) }\n'
    'func mean(_ x: [Double]) -> Double { total(x) / Double(x.count) }\nexpect(mean([3]), equals: 3, "my own check")',
]
SCALES = [
    'func scaled(_ x: [Double], by factor: Double) -> [Double] { x.map { $0 * factor } }',
    'func scaled(_ x: [Double], by factor: Double) -> [Double] {\n  var y = x\n  for i in y.indices { y[i] *= factor }\n  return y\n}',
    'struct Scaler {\n  var factor: Double\n  func callAsFunction(_ x: [Double]) -> [Double] { x.map { factor * $0 } }\n}\n'
    'func scaled(_ x: [Double], by factor: Double) -> [Double] { Scaler(factor: factor)(x) }',
]
WRONG_MEANS = [  # (code, points)
    ('func mean(_ x: [Double]) -> Double { x.reduce(0, +) / 4 }', 1, 'ok'),
    ('func mean(_ x: [Double]) -> Double { x.count == 1 ? 7 : 0 }', 0.5, 'ok'),
    ('func mean(_ x: [Double]) -> Double { -1 }', 0, 'ok'),
    ('func mean(_ x: [Double]) -> Double { x.sum / 2 }', 0, 'does not compile'),
    ('func mean(_ x: [Int]) -> Double { 2.5 }', 0, 'does not compile'),
    ('func mean(_ x: [Double]) -> Double { x[x.count] }', 0, 'crashed'),
    (MEAN_STUB, 0, 'missing'),
]
def submission(mean, scale):
    return SUBMISSION.replace('{mean}', mean).replace('{scale}', scale)


def jupyter(text):
    """The submission as a notebook of Jupyter."""
    cells, lines, code = [], [], False
    for line in text.splitlines(keepends=True):
        if line.startswith('```'):
            if lines:
                lines[-1] = lines[-1].rstrip('\n')
                cell = {'cell_type': 'code' if code else 'markdown', 'metadata': {}, 'source': lines}
                cells.append(cell | ({'outputs': [], 'execution_count': None} if code else {}))
            lines, code = [], not code
        else:
            lines.append(line)
    return json.dumps({'cells': cells, 'metadata': {'kernelspec': {'language': 'swift', 'name': 'swift', 'display_name': 'Swift'}},
                       'nbformat': 4, 'nbformat_minor': 5})


def main(folder, count, timeout='5s'):
    folder = pathlib.Path(folder)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / 'hw.md').write_text(MASTER.replace('{timeout}', timeout))
    chance = random.Random(7)
    hostile, noisy = list(HOSTILE.items()), list(NOISY.items())
    rows = []
    for number in range(count):
        mean, points, status = chance.choice(MEANS), 1.5, 'ok'
        scale, more = chance.choice(SCALES), 2
        kind, name = 'good', 'hw.md'
        if number % 6 == 5:
            index = number // 6
            if index % (len(hostile) + len(noisy)) < len(hostile):
                kind, (mean, status) = hostile[index % (len(hostile) + len(noisy))]
                points = 0
            else:
                kind, mean = noisy[index % (len(hostile) + len(noisy)) - len(hostile)]
        elif number % 6 == 1:
            kind = 'wrong'
            mean, points, status = WRONG_MEANS[number // 6 % len(WRONG_MEANS)]
        elif number % 6 == 3:
            kind, scale, more = 'partial', chance.choice([SCALE_STUB.replace('[]\n', 'x\n'), SCALES[0].replace('* factor', '+ factor')]), 0
        text = submission(mean, scale)
        if number % 10 == 4:
            name, text = 'hw.ipynb', jupyter(text)
        student = folder / 'submissions' / f'{number:03d}-{kind}'
        student.mkdir(parents=True, exist_ok=True)
        if number % 50 == 42:
            name, points, more, status = '', 0, 0, 'missing'
        else:
            (student / name).write_text(text)
        rows.append([student.name, points, more, status or ''])
    (folder / 'expected.csv').write_text(''.join(f'{name},{a:g},{b:g},{s}\n' for name, a, b, s in rows))


if __name__ == '__main__':
    main(sys.argv[1], int(sys.argv[2]), *sys.argv[3:4])
