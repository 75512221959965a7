# Makes a man page of what 'nbrun help COMMAND' prints: awk -v name=nbrun-check -v version=0.9.0 -f manual.awk
function text(line) {
  gsub(/\\/, "\\e", line)
  gsub(/-/, "\\-", line)
  return line ~ /^[.']/ ? "\\&" line : line
}

sub(/^OVERVIEW: /, "") { isOverview = 1 }
isOverview && $0 != "" { overview = overview " " $0; next }
isOverview {
  sub(/\.$/, "", overview)
  print ".TH " toupper(name) " 1 \"\" \"nbrun " version "\""
  print ".SH NAME\n" text(name) " \\-" text(overview)
  isOverview = 0
  # The description is above the synopsis in the help, and below it on a man page.
  isDescription = 1
  next
}
isDescription && sub(/^USAGE: /, "") {
  print ".SH SYNOPSIS\n.B " text($0)
  if (description) print ".SH DESCRIPTION\n.nf" description "\n.fi"
  isDescription = 0
  next
}
isDescription { if (description || $0 != "") description = description "\n" text($0); next }
/^[A-Z ]+:$/ { sub(/:$/, ""); print ".SH " $0; next }
/^$/ || /^  See 'nbrun help / { next }
# What stands two spaces in is an option, an argument or a command, and what it means.
/^  [^ ]/ {
  $0 = substr($0, 3)
  print ".TP"
  if (match($0, /  +/)) {
    print ".B " text(substr($0, 1, RSTART - 1))
    print text(substr($0, RSTART + RLENGTH))
  } else {
    print ".B " text($0)
  }
  next
}
{ sub(/^ +/, ""); print text($0) }
END { if (name != "nbrun") print ".SH SEE ALSO\n.BR nbrun (1)" }
