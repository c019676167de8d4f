CrashWriter.main()
