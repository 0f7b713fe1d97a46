"""Forms that visitors fill."""

from django import forms

from .models import Citation, CitationReport


class ReportForm(forms.Form):
    """What is wrong with a citation. Nothing about the person is asked."""

    text = forms.CharField(
        label="무엇이 틀렸습니까?",
        help_text="맞는 번호나 날짜, 확인하신 곳을 적어 주세요. 이름이나 연락처는 적지 말아 주세요.",
        min_length=5,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={
            "required": "무엇이 틀렸는지 적어 주세요.",
            "min_length": "다섯 글자 넘게 적어 주세요.",
            "max_length": "500자까지 적을 수 있습니다. 지금 %(show_value)d자입니다.",
        },
    )

    def save(self, citation: Citation) -> CitationReport:
        """The same words about the same citation, pressed twice, are one report."""
        report, _ = CitationReport.objects.get_or_create(citation=citation, text=self.cleaned_data["text"])
        return report
