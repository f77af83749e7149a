#!/bin/sh
# Runs a command whose temporary files lie in memory, where there is room for them. The tests' databases sync after each
# change, as live ones do, and on a disk they would wait longer for that than for everything else. What a killed process
# leaves behind is the same there; tests of a lost or full disk bring their own.
set -eu

room_of() { # in KiB
    df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $4 }'
}

free_memory() { # in KiB
    awk '$1 == "MemAvailable:" { print $2 }' /proc/meminfo 2>/dev/null
}

programs_run_in() { # some machines forbid it, and tests put small programs there
    printf '#!/bin/sh\n' >"$1/program" && chmod +x "$1/program" && "$1/program" 2>/dev/null && rm "$1/program"
}

enough=$((4 * 1024 * 1024))
memory=/dev/shm
if [ -w $memory ] && [ "$(room_of $memory)" -ge $enough ] && [ "$(free_memory)" -ge $enough ]; then
    folder=$(mktemp -d $memory/XXX) # short, since the path of a Unix socket may have no more than 107 bytes
    trap 'rm -rf "$folder"' EXIT
    trap 'exit 130' HUP INT TERM
    chmod 711 "$folder" # PostgreSQL runs as another user
    if programs_run_in "$folder"; then
        export TMPDIR="$folder"
    fi
fi
"$@"
