package com.tasktracker.team.invitation;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/// Stati stand in the database as in the API.
@Converter
class StatusColumn implements AttributeConverter<InvitationStatus, String> {

    @Override
    public String convertToDatabaseColumn(InvitationStatus status) {
        return status.text();
    }

    @Override
    public InvitationStatus convertToEntityAttribute(String text) {
        return InvitationStatus.of(text);
    }
}
