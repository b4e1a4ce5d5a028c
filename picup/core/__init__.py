"""What every app may use and what knows no app: ids, pages of long lists, the registry of what apps contribute."""
