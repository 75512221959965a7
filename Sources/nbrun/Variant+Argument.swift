public import ArgumentParser
public import Notebooks

// A conformance is as public as the type, whatever imports it.
extension Variant: ExpressibleByArgument {}
extension Paper: ExpressibleByArgument {}
