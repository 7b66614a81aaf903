# Completion of smartlog for fish.
function __smartlog_complete
    set -l current (commandline -ct)
    set -l words (commandline -opc)
    set -e words[1]
    for line in (@SMARTLOG@ completion fish -- $words "$current" 2>/dev/null)
        switch $line
            case ':files'
                __fish_complete_path $current
            case ':folders'
                __fish_complete_directories $current
            case ':none'
            case '*'
                echo $line
        end
    end
end
complete -c smartlog -f -a '(__smartlog_complete)'
