"""`sayso completion SHELL`: a script that completes commands, options and their values, drawn from the same table as the help."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Iterable

from sayso.cli.arguments import COMMANDS, Command, Option, options_of
from sayso.cli.console import Console


def run(options: Namespace, console: Console) -> int:
    """Print the script of the shell named."""
    script = {"bash": _bash, "zsh": _zsh, "fish": _fish, "powershell": _powershell}[options.words[0]]
    console.put(script(console))
    return 0


def _flags(command: Command) -> list[str]:
    return [flag for option in options_of(command) for flag in option.flags]


def _valued() -> Iterable[tuple[str, tuple[str, ...]]]:
    """Each option that takes one of a few values, and those values; the same for every command."""
    found: dict[str, tuple[str, ...]] = {}
    for command in COMMANDS:
        for option in options_of(command):
            for flag in option.flags if option.choices else ():
                found.setdefault(flag, option.choices)
    return found.items()


def _free() -> list[str]:
    """The options that take any value, such as a file."""
    free = dict.fromkeys(
        flag
        for command in COMMANDS
        for option in options_of(command)
        if option.value and not option.choices
        for flag in option.flags
    )
    return [flag for flag in free if flag not in dict(_valued())]


def _bash(console: Console) -> str:
    values = "\n".join(
        f'        {flag}) COMPREPLY=($(compgen -W "{" ".join(choices)}" -- "$word")); return ;;'
        for flag, choices in _valued()
    )
    flags = "\n".join(
        f'        {command.name}) words="{" ".join([*command.words, *_flags(command)])}"{"" if command.words else " files=yes"} ;;'
        for command in COMMANDS
    )
    names = " ".join(command.name for command in COMMANDS)
    return f"""# bash completion for sayso
_sayso() {{
    local word="${{COMP_WORDS[COMP_CWORD]}}" before="${{COMP_WORDS[COMP_CWORD-1]}}" command="" words="" files="" at
    for ((at = 1; at < COMP_CWORD; at++)); do
        case " {names} " in *" ${{COMP_WORDS[at]}} "*) command="${{COMP_WORDS[at]}}"; break ;; esac
    done
    case "$before" in
{values}
        {"|".join(_free())}) COMPREPLY=($(compgen -f -- "$word")); return ;;
    esac
    case "$command" in
        "") words="{names} --help --version" ;;
{flags}
    esac
    COMPREPLY=($(compgen -W "$words" -- "$word"))
    [[ -n "$files" && "$word" != -* ]] && COMPREPLY+=($(compgen -f -- "$word"))
}}
complete -o filenames -F _sayso sayso
"""


def _zsh(console: Console) -> str:
    say = console.say
    names = "\n".join(f"        '{command.name}:{_single(say.pair(command.help))}'" for command in COMMANDS)
    cases = "\n".join(
        f"        {command.name}) _arguments {_zsh_arguments(command, console)} ;;" for command in COMMANDS
    )
    return f"""#compdef sayso
_sayso() {{
    local -a commands
    commands=(
{names}
    )
    if (( CURRENT == 2 )); then
        _describe command commands
        return
    fi
    case "$words[2]" in
{cases}
    esac
}}
compdef _sayso sayso
"""


def _zsh_arguments(command: Command, console: Console) -> str:
    specs = [_zsh_spec(flag, option, console) for option in options_of(command) for flag in option.flags]
    rest = f"'1:word:({' '.join(command.words)})'" if command.words else "'*:file:_files'"
    return " ".join([*specs, rest])


def _zsh_spec(flag: str, option: Option, console: Console) -> str:
    text = _single(console.say.pair(option.help)).replace("[", "(").replace("]", ")").replace(":", "\\:")
    value = (
        f":{option.value}:({' '.join(option.choices)})"
        if option.choices
        else f":{option.value}:_files"
        if option.value
        else ""
    )
    return f"'{'*' if option.many else ''}{flag}[{text}]{value}'"


def _fish(console: Console) -> str:
    names = " ".join(command.name for command in COMMANDS)
    lines = ["# fish completion for sayso"]
    for command in COMMANDS:
        about = _fish_quoted(console.say.pair(command.help))
        lines.append(f'complete -c sayso -n "not __fish_seen_subcommand_from {names}" -f -a {command.name} -d {about}')
        seen = f'-n "__fish_seen_subcommand_from {command.name}"'
        if command.words:
            lines.append(f"complete -c sayso {seen} -f -a {_fish_quoted(' '.join(command.words))}")
        lines += [f"complete -c sayso {seen} {_fish_option(option, console)}" for option in options_of(command)]
    return "\n".join(lines) + "\n"


def _fish_option(option: Option, console: Console) -> str:
    flags = " ".join(f"-l {flag[2:]}" if flag.startswith("--") else f"-s {flag[1:]}" for flag in option.flags)
    value = f" -x -a {_fish_quoted(' '.join(option.choices))}" if option.choices else " -r" if option.value else ""
    return f"{flags}{value} -d {_fish_quoted(console.say.pair(option.help))}"


def _powershell(console: Console) -> str:
    values = "\n".join(f"        '{flag}' {{ $found = @({_powershell_list(choices)}) }}" for flag, choices in _valued())
    cases = "\n".join(
        f"        '{command.name}' {{ $found = @({_powershell_list([*command.words, *_flags(command)])}) }}"
        for command in COMMANDS
    )
    names = _powershell_list([command.name for command in COMMANDS])
    return f"""# PowerShell completion for sayso
Register-ArgumentCompleter -Native -CommandName sayso -ScriptBlock {{
    param($word, $line, $position)
    $names = @({names})
    $typed = @($line.CommandElements | ForEach-Object {{ $_.ToString() }})
    $last = if ($word) {{ $typed.Count - 2 }} else {{ $typed.Count - 1 }}
    $before = if ($last -gt 0) {{ $typed[$last] }} else {{ '' }}
    $command = $typed[1..[Math]::Max(1, $last)] | Where-Object {{ $names -ccontains $_ }} | Select-Object -First 1
    $found = @()
    switch ($before) {{
{values}
    }}
    if (-not $found) {{ switch -CaseSensitive ("$command") {{
        '' {{ $found = $names + @('--help', '--version') }}
{cases}
    }} }}
    $found | Where-Object {{ $_ -clike "$word*" }} | ForEach-Object {{ [System.Management.Automation.CompletionResult]::new($_) }}
}}
"""


def _powershell_list(words: Iterable[str]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def _single(text: str) -> str:
    return text.replace("'", "’")


def _fish_quoted(text: str) -> str:
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"
