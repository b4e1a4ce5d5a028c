"""Forms of albums and captions."""

from django import forms
from django.utils.translation import gettext_lazy as _

from albums.models import Album, Picture


class AlbumForm(forms.ModelForm):
    class Meta:
        model = Album
        fields = ["title", "description"]
        widgets = {"description": forms.Textarea(attrs={"rows": 3})}


class CaptionForm(forms.ModelForm):
    class Meta:
        model = Picture
        fields = ["caption"]
        widgets = {"caption": forms.Textarea(attrs={"rows": 3})}
        labels = {"caption": _("A sentence under the photo")}

    def clean_caption(self):
        return " ".join(self.cleaned_data["caption"].split())
