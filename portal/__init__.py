"""The Solidarity Portal: statements, forums and a library, made together across borders."""
