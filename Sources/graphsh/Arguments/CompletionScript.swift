/// What the library's completion scripts do not know: the first word may be a file, with options after it.
enum CompletionScript {
  static func withFiles(_ script: String) -> String {
    let verbs = VerbName.all.sorted().joined(separator: "|") + "|help"
    var script = script.replacing("complete -o filenames -F", with: "complete -o filenames -o default -F")
    script = script.replacing(
      "\n    __graphsh_offer_flags_options 0\n",
      with: """

            # What is no verb is a file.
            local -i positionals=0
            case "${unparsed_words[0]}" in
            \(verbs)) ;;
            *) [[ "${#unparsed_words[@]}" -gt 1 && "${unparsed_words[0]}" != -* ]] && positionals=-1 ;;
            esac
            __graphsh_offer_flags_options "${positionals}"
            [[ "${positionals}" -eq 0 ]] || case "${prev}" in -*) ;; *) return ;; esac

        """, maxReplacements: 1)
    script = script.replacing(
      "        _describe -V subcommand subcommands && ret=0\n",
      with: "        _describe -V subcommand subcommands && ret=0\n        _files && ret=0\n", maxReplacements: 1)
    script = script.replacing(
      "            \"_graphsh_${words[1]}\" && ret=0\n            ;;\n",
      with: """
                    "_graphsh_${words[1]}" && ret=0
                    ;;
                *)
                    _arguments -w -s -S : "${(@)arg_specs[1,-3]}" ':query:' && ret=0
                    ;;

        """, maxReplacements: 1)
    return script.replacing(
      "\ncomplete -c 'graphsh' -f\n",
      with: """

        complete -c 'graphsh' -f
        complete -c 'graphsh' -n '__graphsh_should_offer_completions_for_positional "graphsh" -eq 1' -F

        """, maxReplacements: 1)
  }
}
