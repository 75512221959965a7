"""The public suite of tests for Jupyter kernels, with what Swift has for each of them."""

import jupyter_kernel_test


class SwiftKernelTests(jupyter_kernel_test.KernelTests):
    kernel_name = "swift"
    language_name = "swift"
    file_extension = ".swift"
    code_hello_world = 'print("hello, world")'
    code_stderr = 'import Foundation\nFileHandle.standardError.write(Data("oops\\n".utf8))'
    complete_code_samples = ["1", "let a = [1, 2]", "func f() {\n  print(1)\n}", 'let s = """\n  a\n  """', ""]
    incomplete_code_samples = ["func f() {", "let a = [1,", "let a =", 'let s = """\n  a', "f("]
    invalid_code_samples = ["let 1 = 2", "}"]
    completion_samples = [
        {"text": "let t = Tensor.zer", "matches": {"zeros("}},
        {"text": "_ = [1].isEmp", "matches": {"isEmpty"}},
    ]
    code_page_something = "Conv2D?"
    code_generate_error = 'fatalError("on purpose")'
    code_execute_result = [
        {"code": "1 + 2 + 3", "result": "6"},
        {"code": '"a" + "b"', "result": "ab"},
        {"code": "[1, 2].map { $0 * 2 }", "result": "[2, 4]"},
    ]
    code_display_data = [
        {"code": "display(Tensor([1, 2, 3]))\nlet shown = true", "mime": "text/plain"},
        {"code": "display(Figure { Axes { Line(y: [1, 2, 3]) } })\nlet drawn = true", "mime": "image/png"},
    ]
    code_history_pattern = "1 ? 2*"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "Conv2D"
    code_clear_output = "clearOutput()"
