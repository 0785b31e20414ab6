"""The commands of a bump: diff, impact, adapt, surface, bump and history."""
