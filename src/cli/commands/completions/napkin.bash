# Completion of napkin for bash.
# Put `source <(napkin completions bash)` into ~/.bashrc.

_napkin() {
    local word glue= i=0 candidate lead
    local -a words=()
    # bash splits words at `=` and `:`; they are joined again.
    for word in "${COMP_WORDS[@]:0:COMP_CWORD+1}"; do
        if ((i > 1)) && [[ $glue || $word == [=:]* ]]; then
            words[i-1]+=$word
        else
            words[i]=$word
            i=$((i + 1))
        fi
        case $word in *[=:]) glue=1 ;; *) glue= ;; esac
    done
    word=${words[i-1]}
    lead=
    case $word in *[=:]*) lead=${word%"${word##*[=:]}"} ;; esac
    COMPREPLY=()
    while IFS= read -r candidate; do
        candidate=${candidate%%$'\t'*}
        candidate=${candidate#"$lead"}
        case $candidate in
            *[=/]) compopt -o nospace 2>/dev/null ;;
        esac
        COMPREPLY[${#COMPREPLY[@]}]=$(printf %q "$candidate")
    done < <(napkin completions bash -- "${words[@]:1}" 2>/dev/null)
}

complete -F _napkin napkin
