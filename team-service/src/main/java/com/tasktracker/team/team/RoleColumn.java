package com.tasktracker.team.team;

import jakarta.persistence.AttributeConverter;
import jakarta.persistence.Converter;

/// Roles stand in the database as in the API.
@Converter
public class RoleColumn implements AttributeConverter<Role, String> {

    @Override
    public String convertToDatabaseColumn(Role role) {
        return role.text();
    }

    @Override
    public Role convertToEntityAttribute(String text) {
        return Role.of(text);
    }
}
