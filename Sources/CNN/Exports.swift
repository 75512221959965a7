@_exported public import Display
