#compdef smartlog
# Completion of smartlog for zsh.
_smartlog() {
  local line paths=none
  local -a plain described
  while IFS= read -r line; do
    case $line in
      :*) paths=${line#:} ;;
      *$'\t'*) described+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}") ;;
      *) plain+=("$line") ;;
    esac
  done < <(@SMARTLOG@ completion zsh -- "${(@Q)words[2,CURRENT]}" 2>/dev/null)
  (( $#described )) && _describe -t commands 'smartlog' described
  (( $#plain )) && compadd -- $plain
  case $paths in
    files) _files ;;
    folders) _files -/ ;;
  esac
}
if [[ $zsh_eval_context[-1] == loadautofunc ]]; then
  _smartlog "$@"
else
  compdef _smartlog smartlog
fi
