# Completion of napkin for fish.
# Put `napkin completions fish | source` into ~/.config/fish/config.fish.

function __napkin_candidates
    set -l before (commandline -opc)
    set -e before[1]
    napkin completions fish -- $before (commandline -ct) 2>/dev/null
end

complete -c napkin -f -a '(__napkin_candidates)'
