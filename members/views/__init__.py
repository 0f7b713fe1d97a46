"""Pages of the club: public ones, and those of an application, which only its links open."""
