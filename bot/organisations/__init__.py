"""What hosts do about organisations: say where somebody is from, rename a partner, merge two, remove one."""
