# See to a Chromium for the journeys: one on the path, else Debian's package, else
# Playwright's own download. Says what to do, and fails, where none can be had.
set -eu
for name in chromium chromium-browser google-chrome; do
    command -v "$name" >/dev/null && exit 0
done
if command -v apt-get >/dev/null; then
    sudo=""
    [ "$(id -u)" = 0 ] || sudo="sudo -n"
    echo "No Chromium on the path: installing Debian's package."
    if $sudo apt-get update -qq >/dev/null 2>&1 &&
        $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null 2>&1; then
        exit 0
    fi
fi
echo "Trying Playwright's own Chromium."
if .venv/bin/playwright install chromium; then
    exit 0
fi
echo "The journeys need a Chromium and none can be had here. Install one, so that" >&2
echo "'chromium' is on the path, and run 'make test' again." >&2
exit 1
