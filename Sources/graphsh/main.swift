print("graphsh")
