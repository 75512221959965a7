"""What a session of the kernel has to withstand: failures, interruption, many cells, messages that are none."""

import hashlib
import hmac
import json
import os
import re
import signal
import time
from pathlib import Path

import pytest
import zmq
from jupyter_client.manager import KernelManager, start_new_kernel

PATIENCE = 60


class Kernel:
    """A kernel, and what its cells give."""

    def __init__(self):
        self.manager, self.client = start_new_kernel(kernel_name="swift", startup_timeout=PATIENCE)

    def close(self):
        self.client.stop_channels()
        self.manager.shutdown_kernel()

    @property
    def id(self):
        return self.manager.provisioner.process.pid

    def start(self, code, **options):
        return self.client.execute(code, **options)

    def finish(self, request):
        """Returns the reply, and what was published."""
        published = []
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["parent_header"].get("msg_id") != request:
                continue
            content = message["content"]
            if message["msg_type"] == "status" and content["execution_state"] == "idle":
                break
            if message["msg_type"] not in ("status", "execute_input"):
                published.append((message["msg_type"], content))
        while True:
            reply = self.client.get_shell_msg(timeout=PATIENCE)
            if reply["parent_header"].get("msg_id") == request:
                return reply["content"], published

    def run(self, code, **options):
        return self.finish(self.start(code, **options))

    def value(self, code):
        reply, published = self.run(code)
        assert reply["status"] == "ok", reply
        values = [content for kind, content in published if kind == "execute_result"]
        return values[-1]["data"]["text/plain"] if values else None

    def ask_control(self):
        """Returns what the kernel says of itself by the channel that does not wait for cells."""
        self.client.control_channel.send(self.client.session.msg("kernel_info_request", {}))
        return self.client.get_control_msg(timeout=PATIENCE)["content"]

    def await_output(self, text):
        """Waits until the cell that runs has printed `text`."""
        while True:
            message = self.client.get_iopub_msg(timeout=PATIENCE)
            if message["msg_type"] == "stream" and text in message["content"]["text"]:
                return


@pytest.fixture(scope="module")
def kernel():
    kernel = Kernel()
    yield kernel
    kernel.close()


def processes(root):
    """Returns the processes that descend from `root`, itself included, without those that have ended."""
    parents = {}
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            fields = (folder / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if fields[0] != "Z":
            parents[int(folder.name)] = int(fields[1])
    found = {root}
    while True:
        more = {id for id, parent in parents.items() if parent in found} - found
        if not more:
            return found
        found |= more


def name(id):
    """Returns the name of the program that the process `id` runs; nothing if it has ended."""
    try:
        return Path(f"/proc/{id}/comm").read_text().strip()
    except OSError:
        return ""


def is_running(id):
    try:
        return Path(f"/proc/{id}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.parametrize(
    "failure, name",
    [
        ("fatalError()", "FatalError"),
        ("let none: [Int] = []\nprint(none[0])", "FatalError"),
        ("struct Oops: Error {}\nthrow Oops()", "UncaughtError"),
        ("import Foundation\nexit(1)", "FatalError"),
        ("import Foundation\n_exit(0)", "FatalError"),
        ("import Foundation\nkill(getpid(), SIGKILL)", "FatalError"),
        ("//| timeout: 1s\nwhile true {}", "TimeLimitExceeded"),
        ("let x: Int = true", "CompileError"),
    ],
)
def test_state_before_a_failure_is_there_after_it(kernel, failure, name):
    kernel.run("var state = 41")
    lines = failure.split("\n")
    failing = "\n".join(lines[:-1] + ["state = 0", lines[-1]])
    reply, published = kernel.run(failing)
    assert reply["status"] == "error" and reply["ename"] == name, reply
    assert [kind for kind, _ in published if kind != "stream"] == ["error"]
    # A process that ends without a word says not where.
    is_silent = "_exit" in failure or "SIGKILL" in failure
    assert f", line {1 if is_silent else len(lines) + 1}:" in "\n".join(reply["traceback"]), reply["traceback"]
    assert kernel.value("state + 1") == "42"


def test_outputs_come_in_order_and_while_the_cell_runs(kernel):
    request = kernel.start('print("a")\ndisplay(1)\nprint("b")\ndisplay(2)\nwhile true {}')
    seen = []
    while len(seen) < 4:
        message = kernel.client.get_iopub_msg(timeout=PATIENCE)
        if message["msg_type"] == "stream":
            seen.append(message["content"]["text"].strip())
        elif message["msg_type"] == "display_data":
            seen.append(message["content"]["data"]["text/plain"])
    assert seen == ["a", "1", "b", "2"]
    kernel.manager.interrupt_kernel()
    assert kernel.finish(request)[0]["ename"] == "KeyboardInterrupt"


def test_failures_that_are_expected(kernel):
    kernel.run("var kept = 1")
    reply, published = kernel.run('//| expect: trap\nkept = 2\nfatalError("shown")')
    assert reply["status"] == "ok"
    assert [(kind, content["evalue"]) for kind, content in published] == [("error", "fatal error: shown")]
    assert kernel.value("kept") == "1"
    assert kernel.run("//| expect: trap\n1")[0]["ename"] == "ExpectedFailureMissing"


def test_endless_recursion(kernel):
    kernel.run("var depth = 41")
    reply, _ = kernel.run("func deep(_ n: Int) -> Int { depth = n == -1 ? 0 : 1 + deep(n + 1); return depth }\ndeep(0)")
    assert "recursion" in reply["evalue"]
    assert kernel.value("depth") == "41"


def test_input(kernel):
    def answer(text):
        prompt = kernel.client.get_stdin_msg(timeout=PATIENCE)
        assert prompt["msg_type"] == "input_request"
        kernel.client.input(text)

    request = kernel.start('let name = readLine() ?? "?"\nlet other = readLine() ?? "?"\nname + "+" + other', allow_stdin=True)
    answer("Ä")
    answer("")
    _, published = kernel.finish(request)
    assert published[-1][1]["data"]["text/plain"] == "Ä+"
    reply, published = kernel.run('readLine() ?? "nobody"', allow_stdin=False)
    assert published[-1][1]["data"]["text/plain"] == "nobody"
    request = kernel.start("readLine()", allow_stdin=True)
    kernel.client.get_stdin_msg(timeout=PATIENCE)
    kernel.manager.interrupt_kernel()
    assert kernel.finish(request)[0]["ename"] == "KeyboardInterrupt"
    assert kernel.value("name") == "Ä"


@pytest.mark.parametrize("way", ["message", "signal"])
def test_interruption(kernel, way):
    kernel.run("var count = 7")
    request = kernel.start('count = 8\nprint("running")\nwhile true {}')
    kernel.await_output("running")
    if way == "message":
        kernel.manager.interrupt_kernel()
    else:
        kernel.manager.provisioner.process.send_signal(2)
    reply, _ = kernel.finish(request)
    assert (reply["ename"], reply["evalue"]) == ("KeyboardInterrupt", "the cell was interrupted")
    assert re.search(", line [23]:", reply["traceback"][0])
    assert kernel.value("count") == "7"


def test_interruption_of_an_idle_kernel_changes_nothing(kernel):
    kernel.manager.interrupt_kernel()
    # It has arrived before what is sent after an answer.
    kernel.ask_control()
    assert kernel.value("1 + 1") == "2"


def test_control_is_answered_and_the_heart_beats_while_a_cell_runs(kernel):
    request = kernel.start('print("running")\nwhile true {}')
    kernel.await_output("running")
    assert kernel.ask_control()["implementation"] == "nbrun"
    with zmq.Context() as context, context.socket(zmq.REQ) as heart:
        heart.linger = 0
        heart.connect(f"tcp://127.0.0.1:{kernel.client.get_connection_info()['hb_port']}")
        heart.send(b"beat")
        assert heart.poll(PATIENCE * 1000) and heart.recv() == b"beat"
    kernel.manager.interrupt_kernel()
    kernel.finish(request)


def test_cells_behind_one_that_fails_are_aborted(kernel):
    first = kernel.start('_ = readLine()\nfatalError()', allow_stdin=True)
    kernel.client.get_stdin_msg(timeout=PATIENCE)
    second = kernel.start("1")
    third = kernel.start("2")
    # What was sent before a request that has been answered has arrived, too.
    kernel.ask_control()
    kernel.client.input("")
    assert kernel.finish(first)[0]["status"] == "error"
    assert kernel.finish(second)[0]["status"] == "aborted"
    assert kernel.finish(third)[0]["status"] == "aborted"
    first = kernel.start("fatalError()", stop_on_error=False)
    second = kernel.start("1")
    kernel.finish(first)
    assert kernel.finish(second)[0]["status"] == "ok"


def test_threads_of_earlier_cells_go_on(kernel):
    kernel.run(
        "import Foundation\nlet queue = DispatchQueue(label: \"q\")\nqueue.sync { }\n"
        "let task = Task { () -> Int in try await Task.sleep(nanoseconds: 200_000_000); return 5 }"
    )
    code = "let done = DispatchSemaphore(value: 0)\nTask { print(try await task.value); done.signal() }\ndone.wait()"
    _, published = kernel.run(code)
    assert ("stream", {"name": "stdout", "text": "5\n"}) in published


TASKS = """
import Foundation
actor Sum { var value = 0; func add(_ number: Int) { value += number } }
let sum = Sum()
let done = DispatchSemaphore(value: 0)
Task {
  async let three: Int = { try await Task.sleep(for: .milliseconds(5)); return 3 }()
  await sum.add(try await three)
  await withTaskGroup(of: Int.self) { group in
    for number in 0..<50 { group.addTask { await Task.yield(); return number } }
    for await number in group { await sum.add(number) }
  }
  let numbers = AsyncStream { continuation in
    _ = Task { for number in 0..<3 { try await Task.sleep(nanoseconds: 1_000_000); continuation.yield(number) }; continuation.finish() }
  }
  for await number in numbers { await sum.add(number) }
  print("sum", await sum.value)
  done.signal()
}
done.wait()
"""


def test_tasks_run_after_a_failure(kernel):
    ran = ("stream", {"name": "stdout", "text": "sum 1231\n"})
    assert ran in kernel.run(TASKS)[1]
    for failure, name in [
        ('print("running")\nTask { fatalError() }\nwhile true {}', "FatalError"),
        ('print("running")\nstruct Oops: Error {}\nthrow Oops()', "UncaughtError"),
        ('Task { print("running") }\nwhile true {}', "KeyboardInterrupt"),
    ]:
        kernel.run("let waiting = Task { try await Task.sleep(for: .milliseconds(300)); return 7 }")
        request = kernel.start(failure)
        if name == "KeyboardInterrupt":
            kernel.await_output("running")
            kernel.manager.interrupt_kernel()
        reply, _ = kernel.finish(request)
        assert reply["ename"] == name
        if name == "FatalError":
            assert ", line 2:" in reply["traceback"][0]
        code = TASKS + 'Task { print("waited", try await waiting.value); done.signal() }\ndone.wait()'
        text = "".join(content["text"] for kind, content in kernel.run(code)[1] if kind == "stream")
        assert "sum 1231\n" in text and "waited 7\n" in text


def test_a_failure_says_that_threads_have_ended():
    kernel = Kernel()
    kernel.run('import Foundation\nlet queue = DispatchQueue(label: "q")')
    _, published = kernel.run("fatalError()")
    assert any("'DispatchQueue'" in content["text"] for kind, content in published if kind == "stream"), published
    kernel.close()


def test_a_conformance_is_declared_again(kernel):
    def conform(word):
        return (
            f'extension Double: Greeting {{ func hi() -> String {{ "{word}" }} }}\n'
            f'extension Room: CustomStringConvertible {{ var description: String {{ "{word} room" }} }}\n'
        )

    def values():
        list = '[greet(1.0), greetings[0].hi(), later.hi(), "\\(Room())", "\\(beside)", greeted].joined(separator: ", ")'
        return kernel.value(list).split(", ")

    kernel.run("protocol Greeting { func hi() -> String }\nstruct Room {}\nstruct Box<T: Greeting> { var item: T }")
    kernel.run("func greet(_ value: some Greeting) -> String { value.hi() }")
    kernel.run(conform("first") + "let beside = 5\nlet greetings: [any Greeting] = [1.0]\nlet greeted = greet(1.0)")
    kernel.run("let later: any Greeting = 2.0\nlet box = Box(item: 1.0)")
    assert values() == ["first", "first", "first", "first room", "5", "first"]
    for word, failure, name in [("second", "fatalError()", "FatalError"), ("third", "nowhere", "CompileError")]:
        assert kernel.run(conform(word))[0]["status"] == "ok"
        # What a cell that fails declares is not declared.
        assert kernel.run(conform("failed") + failure)[0]["ename"] == name
        assert values() == [word, word, word, f"{word} room", "5", "first"]
    assert "run the cell again that declares 'box'" in kernel.run("box.item")[0]["evalue"]


def test_a_value_of_a_type_that_was_declared_again(kernel):
    kernel.run("struct Grid { var width = 3 }\nlet grid = Grid()")
    kernel.run("struct Grid { var height = 4 }")
    reply, _ = kernel.run("grid.height")
    assert "'Grid' was declared again here" in reply["traceback"][3], reply
    assert len(kernel.run("grid.depth")[0]["traceback"]) == 3
    assert kernel.value("grid.width + Grid().height") == "7"


def test_the_language_server_is_there_before_it_is_asked():
    kernel = Kernel()
    deadline = time.time() + PATIENCE
    while "sourcekit-lsp" not in (names := set(map(name, processes(kernel.id)))) and time.time() < deadline:
        time.sleep(0.05)
    assert "sourcekit-lsp" in names
    kernel.close()


def test_expressions_of_the_user(kernel):
    reply, _ = kernel.run("let six = 6", user_expressions={"sum": "six + 1", "wrong": "seven"})
    assert reply["user_expressions"]["sum"]["data"]["text/plain"] == "7"
    assert reply["user_expressions"]["wrong"]["status"] == "error"


def test_silent_and_unstored_cells(kernel):
    count = kernel.run("1")[0]["execution_count"]
    reply, published = kernel.run("2", silent=True)
    assert published == [] and reply["execution_count"] == count
    reply, published = kernel.run("3", store_history=False)
    assert len(published) == 1 and reply["execution_count"] == count


@pytest.mark.parametrize("code", ["%time 1", "!ls -l", "%%bash\nls"])
def test_commands_of_other_kernels_are_explained(kernel, code):
    reply, _ = kernel.run(code)
    assert reply["ename"] == "UnknownCommand" and "Swift" in reply["evalue"]


def test_messages_that_are_none_are_refused(kernel):
    info = kernel.client.get_connection_info()
    key = info["key"]
    context = zmq.Context()
    address = f"tcp://127.0.0.1:{info['shell_port']}"

    def send(frames):
        socket = context.socket(zmq.DEALER)
        socket.linger = 1000
        socket.connect(address)
        socket.send_multipart(frames)
        socket.close()

    def parts(content, header=None):
        header = header or {"msg_id": os.urandom(8).hex(), "session": "s", "username": "u", "msg_type": "execute_request", "version": "5.3"}
        return [json.dumps(part).encode() for part in (header, {}, {}, content)]

    def signed(parts, key=key):
        signature = hmac.new(key, digestmod=hashlib.sha256)
        for part in parts:
            signature.update(part)
        return [b"<IDS|MSG>", signature.hexdigest().encode()] + parts

    kernel.run("var runs = 0")
    bump = {"code": "runs += 1", "silent": True}
    unsigned = signed(parts(bump))
    unsigned[1] = b""
    replayed = signed(parts(bump))
    deep = b"[" * 100_000
    for frames in [
        [b""],
        [b"<IDS|MSG>"],
        [os.urandom(1000) for _ in range(10)],
        [b"x"] * 1000,
        unsigned,
        signed(parts(bump), key=b"another"),
        signed([b"{", b"{}", b"{}", b"{}"]),
        signed([b"[]", b"{}", b"{}", b"{}"]),
        signed([b"{}", b"{}", b"{}", deep]),
        signed(parts([], header={})),
        signed(parts({"code": 3})),
        [b"<IDS|MSG>", b"0" * 64, b"x" * (65 << 20)],
        replayed,
        replayed,
    ]:
        send(frames)
    context.term()
    deadline = time.time() + PATIENCE
    while kernel.value("runs") != "1" and time.time() < deadline:
        time.sleep(0.1)
    assert kernel.value("runs") == "1"


def test_many_cells_leave_nothing(kernel):
    def state():
        # The kernel, the guardian and the worker; the copy of it that has waited beside a cell ends soon after that. The
        # language server, which starts in a pause, opens and closes files as it likes.
        deadline = time.time() + PATIENCE
        while len(ids := ours()) != 3 and time.time() < deadline:
            time.sleep(0.05)
        return len(ids), sum(len(os.listdir(f"/proc/{id}/fd")) for id in ids)

    def ours():
        return [id for id in processes(kernel.id) if name(id) == "nbrun"]

    # The pipes to the server are the kernel's.
    kernel.finish(kernel.client.complete("1."))
    for _ in range(5):
        kernel.value("1 + 1")
    before = state()
    for number in range(200 if "NBRUN_ALL" in os.environ else 15):
        assert kernel.value(f"{number} + 1") == str(number + 1)
    # Some descriptors are there for a moment only, which is no growth.
    deadline = time.time() + PATIENCE
    while (after := state())[1] > before[1] and time.time() < deadline:
        time.sleep(0.05)
    assert after[0] == before[0] and after[1] <= before[1], (before, after)


def test_kernels_know_nothing_of_each_other(kernel):
    other = Kernel()
    try:
        kernel.run('let mine = "first"')
        other.run('let mine = "second"')
        assert kernel.value("mine") == "first"
        assert other.value("mine") == "second"
    finally:
        other.close()


@pytest.mark.parametrize("way", ["shutdown", "kill"])
def test_nothing_is_left_after_the_end(way):
    kernel = Kernel()
    kernel.run(
        'import Foundation\nlet child = Process()\nchild.executableURL = URL(filePath: "/bin/sleep")\n'
        'child.arguments = ["1000"]\ntry child.run()'
    )
    ids = processes(kernel.id)
    assert len(ids) >= 4
    if way == "shutdown":
        kernel.close()
    else:
        kernel.client.stop_channels()
        kernel.manager.provisioner.process.kill()
    deadline = time.time() + PATIENCE
    while any(map(is_running, ids)) and time.time() < deadline:
        time.sleep(0.05)
    assert [id for id in ids if is_running(id)] == []


def test_processes_that_are_killed_between_cells():
    kernel = Kernel()
    kernel.run("var lost = 1")
    others = processes(kernel.id) - {kernel.id}
    for id in others:
        os.kill(id, signal.SIGKILL)
    deadline = time.time() + PATIENCE
    while any(map(is_running, others)) and time.time() < deadline:
        time.sleep(0.05)
    reply, published = kernel.run("lost")
    assert (reply["ename"], reply["evalue"]) == ("CompileError", "cannot find 'lost' in scope")
    assert any("its state is lost" in content["text"] for kind, content in published if kind == "stream"), published
    assert kernel.value("1 + 1") == "2"
    kernel.close()


def test_restart_forgets():
    kernel = Kernel()
    kernel.run("let old = 1")
    kernel.manager.restart_kernel()
    kernel.client.wait_for_ready(timeout=PATIENCE)
    assert kernel.run("old")[0]["ename"] == "CompileError"
    kernel.close()


@pytest.mark.skipif("NBRUN_ALL" not in os.environ, reason="nothing in it is right or wrong")
def test_latency():
    """Prints how long a kernel takes."""
    start = time.time()
    other = Kernel()
    print(f"\nstart: {time.time() - start:.2f} s")
    other.value("1 + 1")
    times = []
    for _ in range(9):
        start = time.time()
        other.value("1 + 1")
        times.append(time.time() - start)
    print(f"1 + 1: {sorted(times)[4]:.3f} s")
    other.close()
