internal import Display
internal import Foundation
internal import Notebooks

/// A call of nbrun that some engine is to start.
struct Job {
  /// Its number in the whole list, from 1.
  let number: Int
  /// What it is called: a notebook, a setting, or a shard.
  let name: String
  /// The folder that it writes to.
  let folder: String
  /// The words of the call.
  let words: [String]
  /// What has become of it; nil if it has not run to its end.
  let status: RunStatus?

  /// The call as a shell reads it.
  var command: String { words.map(\.shellQuoted).joined(separator: " ") }
}

/// How jobs are written for an engine.
enum JobFormat: String, CaseIterable {
  case list, jsonl, slurm, indices, make, parallel, snakemake

  /// What it is for, in a few words.
  var summary: String {
    switch self {
    case .list: "name, folder and command with tabs between them"
    case .jsonl: "the same as JSON, a line a job"
    case .slurm: "a script for sbatch: an array of tasks"
    case .indices: "the numbers of the jobs, for 'sbatch --array'"
    case .make: "a makefile"
    case .parallel: "commands for GNU parallel, a line a job"
    case .snakemake: "a Snakefile"
    }
  }

  /// Whether the format has a place for lines of the user's own.
  var takesHeader: Bool { [.slurm, .make, .snakemake].contains(self) }

  /// Returns `jobs` in the format, with the lines `header` of the user's own.
  func text(of jobs: [Job], header: String) -> String {
    let header = header.isEmpty || header.hasSuffix("\n") ? header : header + "\n"
    switch self {
    case .list:
      return jobs.map { "\($0.name)\t\($0.folder)\t\($0.command)\n" }.joined()
    case .jsonl:
      return jobs.map { job in
        JSON.object([
          "number": .int(job.number), "name": .string(job.name), "folder": .string(job.folder),
          "command": .string(job.command), "words": .array(job.words.map(JSON.string)),
        ]).text + "\n"
      }.joined()
    case .indices: return jobs.isEmpty ? "" : jobs.map { "\($0.number)" }.joined(separator: ",") + "\n"
    case .parallel: return jobs.map { $0.command + "\n" }.joined()
    case .slurm:
      return """
        #!/bin/bash
        #SBATCH --array=\(jobs.map { "\($0.number)" }.joined(separator: ","))
        \(header)export NBRUN_THREADS="${NBRUN_THREADS:-${SLURM_CPUS_PER_TASK:-1}}"
        case "$SLURM_ARRAY_TASK_ID" in
        \(jobs.map { "\($0.number)) exec \($0.command) ;;\n" }.joined())*) echo "there is no job $SLURM_ARRAY_TASK_ID" >&2; exit 2 ;;
        esac

        """
    case .make:
      let names = jobs.map { "job-\($0.number)" }.joined(separator: " ")
      let rules = jobs.map { job in
        "# \(job.name)\njob-\(job.number):\n\t\(job.command.replacing("$", with: "$$"))\n"
      }
      return """
        # make -k -j 2 -f FILE
        \(header).PHONY: all \(names)
        all: \(names)
        \(rules.joined())
        """
    case .snakemake:
      let rows = jobs.map { "    \"\($0.number)\": \(JSON.string($0.command).text),  # \($0.name)\n" }
      return """
        # snakemake -k -c 2 -s FILE
        \(header)JOBS = {
        \(rows.joined())}

        rule all:
            input: expand("jobs/{number}.done", number=JOBS)

        rule job:
            output: touch("jobs/{number}.done")
            params: command=lambda wildcards: JOBS[wildcards.number]
            shell: "{params.command}"

        """
    }
  }
}

extension String {
  /// The text as one word of a shell.
  fileprivate var shellQuoted: String {
    let isPlain =
      !isEmpty
      && utf8.allSatisfy { byte in
        UInt8(ascii: "a")...UInt8(ascii: "z") ~= byte || UInt8(ascii: "A")...UInt8(ascii: "Z") ~= byte
          || UInt8(ascii: "0")...UInt8(ascii: "9") ~= byte || "_-./=,+:@%".utf8.contains(byte)
      }
    return isPlain ? self : "'" + replacing("'", with: "'\\''") + "'"
  }
}
