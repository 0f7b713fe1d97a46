"""Governments, populations, elections and terms."""

from django.contrib import admin

from ..models import Election, Government, Population, Succession, Term


class SuccessionInline(admin.TabularInline):
    model = Succession
    fk_name = "former"
    autocomplete_fields = ("successor",)
    extra = 0


class PopulationInline(admin.TabularInline):
    model = Population
    extra = 0


@admin.register(Government)
class GovernmentAdmin(admin.ModelAdmin):
    list_display = ("code", "name", "kind", "valid_from", "valid_to")
    list_filter = (("valid_to", admin.EmptyFieldListFilter), "kind")
    search_fields = ("code", "name")
    autocomplete_fields = ("parent",)
    inlines = (SuccessionInline, PopulationInline)


@admin.register(Population)
class PopulationAdmin(admin.ModelAdmin):
    list_display = ("government", "month", "people")
    list_filter = ("month",)
    list_select_related = ("government",)
    search_fields = ("government__name",)
    autocomplete_fields = ("government",)


@admin.register(Succession)
class SuccessionAdmin(admin.ModelAdmin):
    list_display = ("former", "successor", "position")
    list_select_related = ("former", "successor")
    search_fields = ("former__name", "successor__name")
    autocomplete_fields = ("former", "successor")


@admin.register(Election)
class ElectionAdmin(admin.ModelAdmin):
    list_display = ("name", "day", "kind", "status", "confidence")
    list_filter = ("kind", "status")


@admin.register(Term)
class TermAdmin(admin.ModelAdmin):
    list_display = ("name", "starts_on", "ends_on", "election")
    list_select_related = ("election",)
