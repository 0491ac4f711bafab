#!/bin/sh
# Prepares a checkout for building. Plain: makes ./configure, installs nothing, and says what is missing.
# With --install-deps: installs what is missing with apt-get (Debian 12 and its relatives), then configures and builds.
set -eu
cd "$(dirname "$0")"

# One Debian package a line: what it is for. Building first, then what "make check" uses.
packages='gcc make autoconf automake libtool pkg-config
libglib2.0-dev libxml2-dev libpcre2-dev libsqlite3-dev libzip-dev libuchardet-dev libpoppler-glib-dev libjansson-dev
libcriterion-dev sqlite3 libxml2-utils unzip zip'

missing_packages () {
  for package in $packages; do
    dpkg-query -W -f '${db:Status-Status}\n' "$package" 2>/dev/null | grep -qx installed || printf '%s ' "$package"
  done
}

install_deps () {
  command -v dpkg-query >/dev/null || { echo "autogen.sh: --install-deps needs apt-get (Debian, Ubuntu); see README.md for the list" >&2; exit 1; }
  missing=$(missing_packages)
  [ -n "$missing" ] || { echo "autogen.sh: everything that is needed is installed"; return 0; }
  echo "autogen.sh: installing with apt-get: $missing"
  as_root=
  if [ "$(id -u)" != 0 ]; then
    command -v sudo >/dev/null || { echo "autogen.sh: not root and no sudo; ask an administrator to install: $missing" >&2; exit 1; }
    as_root=sudo
  fi
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get update -qq
  # shellcheck disable=SC2086
  $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

case "${1-}" in
  --install-deps) install_deps ;;
  '') for tool in autoreconf automake libtoolize pkg-config cc; do
        command -v $tool >/dev/null || { echo "autogen.sh: $tool is missing; ./autogen.sh --install-deps installs what is needed" >&2; exit 1; }
      done ;;
  *) echo "usage: ./autogen.sh [--install-deps]" >&2; exit 2 ;;
esac

mkdir -p m4
autoreconf --install --force --warnings=all

if [ "${1-}" = --install-deps ]; then
  [ -e Makefile ] && [ Makefile -nt configure ] || ./configure --quiet
  make --no-print-directory -j "$(nproc 2>/dev/null || echo 1)"
else
  echo "autogen.sh: ready; now ./configure && make"
fi
