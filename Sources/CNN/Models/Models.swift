/// Well-known networks, as models that are not built yet.
///
/// Making one costs nothing: `plan(input:)` and `summary(input:)` tell shapes and counts without weights.
public enum Models {}
