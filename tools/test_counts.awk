# Reads what `ctest --verbose` printed and writes one line per test, fields parted by tabs:
#   test NAME PASSED FAILED SECONDS     and     skipped NAME: WHAT: WHY
# A doctest program counts its cases; a program that says "N passed, N failed" counts what it says; any
# other counts as one. A test that failed without a failed case (a crash, a leak, a limit) counts one more.
# A test skips by printing "skipped: WHAT: WHY".
BEGIN { OFS = "\t" }

/^ *Start +[0-9]+: / {
    number = $2 + 0
    name[number] = $3
}

/^[0-9]+: / {
    number = $1 + 0
    line = substr($0, length($1) + 2)
    if (line ~ /^\[doctest\] test cases:/) {
        split(line, parts, "|")
        passed[number] += parts[2] + 0
        failed[number] += parts[3] + 0
    } else if (line ~ /^[0-9]+ passed, [0-9]+ failed/) {
        split(line, parts, " ")
        passed[number] += parts[1]
        failed[number] += parts[3]
    } else if (line ~ /^skipped: /) {
        print "skipped", name[number] ": " substr(line, 10)
    }
}

/^ *[0-9]+\/[0-9]+ +Test +#[0-9]+: / {
    match($0, /#[0-9]+/)
    number = substr($0, RSTART + 1, RLENGTH - 1) + 0
    good = $0 ~ /   Passed /
    if ($0 ~ /\*\*\*Skipped /) {
        print "skipped", name[number] ": it asked to be"
    } else if (passed[number] + failed[number] == 0) {
        passed[number] = good ? 1 : 0
        failed[number] = good ? 0 : 1
    } else if (!good && failed[number] == 0) {
        failed[number] = 1
    }
    print "test", name[number], passed[number] + 0, failed[number] + 0, $(NF - 1)
}
