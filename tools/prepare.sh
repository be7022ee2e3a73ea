# What run, test and tools/bless share: installs the Debian packages that are missing, and builds presets.
# Sourced by them; needs `root`, the project's folder.
# shellcheck shell=bash

: "${root:?the script that sources this sets it}"

say() { printf '%s\n' "$*" >&2; }
stop() {
    say "$*"
    exit 2
}

# The packages that lists name, one a line, without comments.
package_names() { sed -e 's/#.*//' -e 's/[[:space:]]//g' -e '/^$/d' -- "$@"; }

# The lists that the program itself needs: the tools and each domain's.
base_package_lists() {
    printf '%s\n' "$root/tools/packages.txt"
    find "$root/src/domain" -mindepth 2 -maxdepth 2 -name packages.txt
}

missing_packages() {
    local -A installed=()
    local name status
    while read -r name status; do
        if [[ $status == installed ]]; then installed[$name]=1; fi
    done < <(dpkg-query --show --showformat='${Package} ${db:Status-Status}\n' "$@" 2>/dev/null)
    for name in "$@"; do
        if [[ -z ${installed[$name]:-} ]]; then printf '%s\n' "$name"; fi
    done
}

# install_packages LIST…: does nothing, in one query, when all are there.
install_packages() {
    if ! command -v dpkg-query >/dev/null; then
        say "assay: no dpkg here, so packages are not checked; $root/tools/packages.txt names Debian 12's"
        return
    fi
    local -a wanted missing
    mapfile -t wanted < <(package_names "$@")
    mapfile -t missing < <(missing_packages "${wanted[@]}")
    if ((${#missing[@]} == 0)); then return; fi

    local -a as_root=()
    if ((EUID != 0)); then
        if command -v sudo >/dev/null && { [[ -t 0 ]] || sudo --non-interactive true 2>/dev/null; }; then
            as_root=(sudo)
        else
            stop "assay: these Debian packages are missing:
  ${missing[*]}
Neither root nor sudo is at hand to install them. As root:
  apt-get install --no-install-recommends ${missing[*]}"
        fi
    fi
    say "assay: installing ${missing[*]}"
    without_new_cluster apt_install "${missing[@]}"
}

# A first installation of PostgreSQL's server makes a cluster and starts it. Assay's lab makes its own,
# so this asks the package not to, and takes the request back afterwards.
without_new_cluster() (
    local folder=/etc/postgresql-common/createcluster.d
    local request=$folder/assay.conf
    trap '"${as_root[@]}" rm -f "$request"; "${as_root[@]}" rmdir --ignore-fail-on-non-empty "$folder"' EXIT
    "${as_root[@]}" mkdir -p "$folder"
    printf 'create_main_cluster = false\n' | "${as_root[@]}" tee "$request" >/dev/null
    "$@"
)

# The lists of packages are fetched only when what is known already does not do.
apt_install() {
    local log
    log=$(mktemp)
    if ! apt_get install "$@" >"$log" 2>&1; then
        if ! { apt_get update && apt_get install "$@"; } >"$log" 2>&1; then
            tail -n 25 "$log" >&2
            rm -f "$log"
            # shellcheck source=/dev/null
            stop "assay: apt-get could not install these packages of Debian 12 on $(. /etc/os-release && echo "${PRETTY_NAME:-this system}")"
        fi
    fi
    rm -f "$log"
}

apt_get() {
    "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get --yes --quiet \
        --option DPkg::Lock::Timeout=300 --option Dpkg::Options::=--force-confold \
        "$1" --no-install-recommends "${@:2}" </dev/null
}

# build PRESET [TARGET…]: configures when needed, builds what changed, one builder at a time. On
# standard error: how far it is, and what the compiler says; nothing when there is nothing to do.
build() (
    local preset=$1
    local folder=$root/build/$preset
    shift
    mkdir -p "$folder"
    exec {lock}>"$folder/.lock"
    flock "$lock"
    configure "$preset" "$folder" && ninja -C "$folder" "$@" 2>&1 | show_progress "$preset"
)

configure() {
    local preset=$1 folder=$2
    local stamp=$folder/.configured
    # A build folder that was copied with the tree still points at the old place.
    if [[ -f $folder/CMakeCache.txt ]] &&
        ! grep -qxF "CMAKE_HOME_DIRECTORY:INTERNAL=$root" "$folder/CMakeCache.txt"; then
        find "$folder" -mindepth 1 -maxdepth 1 ! -name .lock -exec rm -rf {} +
    fi
    if [[ -f $stamp && -f $folder/build.ninja && ! $root/CMakePresets.json -nt $stamp ]]; then return; fi
    say "assay: configuring $preset"
    local log=$folder/configure.log
    if ! (cd "$root" && cmake --preset "$preset") >"$log" 2>&1; then
        grep -v '^-- ' "$log" >&2
        return 1
    fi
    touch "$stamp"
}

# Turns ninja's line per step into one line that is rewritten on a terminal, and into ten lines elsewhere.
show_progress() {
    local preset=$1 line tenth shown=0 drawn=
    while IFS= read -r line; do
        case $line in
            'ninja: no work to do.' | 'ninja: Entering directory '* | '-- '*) continue ;;
            *'Re-checking globbed directories...' | *'Re-running CMake...') continue ;;
        esac
        if [[ $line =~ ^\[([0-9]+)/([0-9]+)\] ]]; then
            if [[ -t 2 ]]; then
                printf '\r\033[Kassay: building %s %s' "$preset" "${BASH_REMATCH[0]}" >&2
                drawn=1
            else
                tenth=$((BASH_REMATCH[1] * 10 / BASH_REMATCH[2]))
                if ((tenth > shown)); then say "assay: building $preset ${BASH_REMATCH[0]}"; fi
                shown=$tenth
            fi
        else
            if [[ -n $drawn ]]; then printf '\r\033[K' >&2; fi
            say "$line"
        fi
    done
    if [[ -n $drawn ]]; then printf '\r\033[K' >&2; fi
}
