// A cell needs only `import CNN` to show what it computes.
@_exported public import Display
@_exported public import Plotting
