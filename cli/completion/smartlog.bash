# Completion of smartlog for bash.
_smartlog() {
  local current=${COMP_WORDS[COMP_CWORD]} paths=none line
  COMPREPLY=()
  while IFS= read -r line; do
    case $line in
      :*) paths=${line#:} ;;
      *) COMPREPLY+=("$line") ;;
    esac
  done < <(@SMARTLOG@ completion bash -- "${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
  case $paths in
    files)
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -f -- "$current")
      ;;
    folders)
      compopt -o filenames 2>/dev/null
      while IFS= read -r line; do COMPREPLY+=("$line"); done < <(compgen -d -- "$current")
      ;;
  esac
}
complete -F _smartlog smartlog
