"""Writes a notebook with the traits of public ones in Swift, by Jupyter's own programs."""
import jupytext
import nbformat

v4 = nbformat.v4


def code(source, **metadata):
    return v4.new_code_cell(source, metadata=metadata)


prose = v4.new_markdown_cell
picture = prose("![p](data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==)")
notebook = v4.new_notebook(
    cells=[
        prose("# Traits\n\nA listing:\n\n```swift\nnot a cell\n```"),
        prose("```quiz\nNo question\n```\n\n\\(x\\) and\n\n\\begin{align}\ny &= x\n\\end{align}"),
        code("%install '.package(x)' X\nlet rate = 0.5"),
        code("%%bash\necho hi"),
        code("[1, 2][Int(rate * 10)]", tags=["raises-exception"]),
        code("rate", tags=["hide-input"], slideshow={"slide_type": "slide"}),
        code("rate * 2", tags=["remove-cell"]),
        code("rate * 3", jupyter={"source_hidden": True}),
        v4.new_raw_cell("anything"),
        prose(":::{admonition} A title\n:class: tip\nwords and {math}`z`\n:::"),
        picture,
    ],
    metadata={
        "kernelspec": {"name": "swift", "display_name": "Swift", "language": "swift"},
        "language_info": {"name": "swift", "file_extension": ".swift"},
    },
)
nbformat.validate(notebook)
nbformat.write(notebook, "a.ipynb")
jupytext.write(notebook, "m.md", fmt="md:myst")
