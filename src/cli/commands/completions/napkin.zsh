#compdef napkin
# Completion of napkin for zsh.
# Put `source <(napkin completions zsh)` into ~/.zshrc, below `compinit`, or write the output to a file `_napkin` in a
# folder of $fpath.

_napkin() {
    local line text about
    local -a texts abouts open opened
    for line in "${(@f)$(napkin completions zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)}"; do
        [[ -z $line ]] && continue
        text=${line%%$'\t'*}
        about=${line#*$'\t'}
        if [[ $text == *[=/] ]]; then
            open+=("$text")
            opened+=("$text${about:+  -- $about}")
        else
            texts+=("$text")
            abouts+=("$text${about:+  -- $about}")
        fi
    done
    (( $#open )) && compadd -l -S '' -d opened -a open
    (( $#texts )) && compadd -l -d abouts -a texts
    return 0
}

if [[ $funcstack[1] == _napkin ]]; then
    _napkin "$@"
else
    compdef _napkin napkin
fi
